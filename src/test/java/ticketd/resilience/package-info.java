/**
 * What goes wrong, done to whole server processes: kills, frozen processes, full disks, damaged
 * files, floods, hostile peers. Each class reports the figures it measured on standard output.
 */
@NullMarked
package ticketd.resilience;

import org.jspecify.annotations.NullMarked;
