/** The interactive client: piped, on a plain terminal, and on one that can edit lines. */
@NullMarked
package ticketd.client.shell;

import org.jspecify.annotations.NullMarked;
