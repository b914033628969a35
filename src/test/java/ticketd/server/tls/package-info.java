@NullMarked
package ticketd.server.tls;

import org.jspecify.annotations.NullMarked;
