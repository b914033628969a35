/** Tests of the shared store, from its bytes to processes that are killed while they write. */
@NullMarked
package ticketd.journal;

import org.jspecify.annotations.NullMarked;
