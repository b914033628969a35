/** The server's texts for people, and text that is safe to show. */
@NullMarked
package ticketd.server.text;

import org.jspecify.annotations.NullMarked;
