/**
 * Counting while work is done, at a cost that no benchmark sees; it knows nothing of what is
 * counted, nor of who reads it.
 */
@NullMarked
package ticketd.meter;

import org.jspecify.annotations.NullMarked;
