/** Tickets of other programs: how they are read, and what is made of them here. Pure. */
@NullMarked
package ticketd.client.transfer;

import org.jspecify.annotations.NullMarked;
