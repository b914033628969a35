/** The line grammar, pure: lines to requests, responses to lines, in text and in JSON. */
@NullMarked
package ticketd.protocol;

import org.jspecify.annotations.NullMarked;
