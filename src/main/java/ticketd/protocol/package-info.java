/**
 * The line protocol, pure: lines to requests, responses to lines, in text (two languages) and JSON.
 */
@NullMarked
package ticketd.protocol;

import org.jspecify.annotations.NullMarked;
