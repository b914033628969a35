/** The one-shot commands, a class each. */
@NullMarked
package ticketd.client.command;

import org.jspecify.annotations.NullMarked;
