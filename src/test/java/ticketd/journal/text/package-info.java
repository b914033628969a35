/** Tests of the text index's segments. */
@NullMarked
package ticketd.journal.text;

import org.jspecify.annotations.NullMarked;
