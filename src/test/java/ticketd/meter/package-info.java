@NullMarked
package ticketd.meter;

import org.jspecify.annotations.NullMarked;
