@NullMarked
package ticketd.launch;

import org.jspecify.annotations.NullMarked;
