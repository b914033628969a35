/** What is delivered beside the jar, and made by the build or by the launcher. */
@NullMarked
package ticketd.dist;

import org.jspecify.annotations.NullMarked;
