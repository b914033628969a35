@NullMarked
package ticketd.wire;

import org.jspecify.annotations.NullMarked;
