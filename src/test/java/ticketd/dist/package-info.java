@NullMarked
package ticketd.dist;

import org.jspecify.annotations.NullMarked;
