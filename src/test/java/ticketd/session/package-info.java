/** Sessions over real sockets: what the protocol promises, line by line. */
@NullMarked
package ticketd.session;

import org.jspecify.annotations.NullMarked;
