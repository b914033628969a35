/** The board: its files as they are, and its pages in a real Chromium over a real server. */
@NullMarked
package ticketd.board;

import org.jspecify.annotations.NullMarked;
