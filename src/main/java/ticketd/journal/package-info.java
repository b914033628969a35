/**
 * The shared store: one mapped file that any number of processes of the host read and write, an
 * append-only log of events guarded by a process-wide file lock. The bytes are described in {@code
 * docs/store-format.md}.
 */
@NullMarked
package ticketd.journal;

import org.jspecify.annotations.NullMarked;
