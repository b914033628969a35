/** Sessions: what one connection's peer asks for, in order, and what it is answered. */
@NullMarked
package ticketd.session;

import org.jspecify.annotations.NullMarked;
