/** The TicketStore actor, its journal child, the index over the journal, and reads beside them. */
@NullMarked
package ticketd.store;

import org.jspecify.annotations.NullMarked;
