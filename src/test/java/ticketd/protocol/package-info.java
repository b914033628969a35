/** Tests of the line protocol. */
@NullMarked
package ticketd.protocol;

import org.jspecify.annotations.NullMarked;
