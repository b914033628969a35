/** A closed-loop load on a server, and what it measured. */
@NullMarked
package ticketd.client.load;

import org.jspecify.annotations.NullMarked;
