/**
 * The command lines: which one the process was started with, and what it makes of the arguments.
 */
@NullMarked
package ticketd.launch;

import org.jspecify.annotations.NullMarked;
