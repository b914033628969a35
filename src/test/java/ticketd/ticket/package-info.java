@NullMarked
package ticketd.ticket;

import org.jspecify.annotations.NullMarked;
