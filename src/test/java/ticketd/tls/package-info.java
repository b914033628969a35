@NullMarked
package ticketd.tls;

import org.jspecify.annotations.NullMarked;
