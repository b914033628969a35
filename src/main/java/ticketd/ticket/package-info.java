/** The domain, pure: tickets, the commands that change them, the events those make, and queries. */
@NullMarked
package ticketd.ticket;

import org.jspecify.annotations.NullMarked;
