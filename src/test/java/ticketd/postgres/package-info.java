@NullMarked
package ticketd.postgres;

import org.jspecify.annotations.NullMarked;
