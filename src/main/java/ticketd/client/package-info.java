/** The client: the interactive one and the one-shot commands. */
@NullMarked
package ticketd.client;

import org.jspecify.annotations.NullMarked;
