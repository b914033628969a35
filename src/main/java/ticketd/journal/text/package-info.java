/**
 * What makes texts findable without reading all of them: segments beside the store, each of a range
 * of the journal, that say which tickets a sequence of characters may be found in. They can be made
 * again at any time, and are never trusted over the journal.
 */
@NullMarked
package ticketd.journal.text;

import org.jspecify.annotations.NullMarked;
