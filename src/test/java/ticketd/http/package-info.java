@NullMarked
package ticketd.http;

import org.jspecify.annotations.NullMarked;
