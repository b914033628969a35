/**
 * The one order of a desk in PostgreSQL: conditional appends, the barrier that reads pass, the copy
 * that each node keeps.
 */
@NullMarked
package ticketd.postgres;

import org.jspecify.annotations.NullMarked;
