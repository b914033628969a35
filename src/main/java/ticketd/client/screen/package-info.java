/** What is shown to people: texts in two languages, safe characters, widths, colours. */
@NullMarked
package ticketd.client.screen;

import org.jspecify.annotations.NullMarked;
