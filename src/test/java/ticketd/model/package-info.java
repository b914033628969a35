/**
 * The protocol once more, as a plain program in memory that knows nothing of the real rules, and a
 * random conversation that both are asked to hold.
 */
@NullMarked
package ticketd.model;

import org.jspecify.annotations.NullMarked;
