/**
 * What proves who somebody is: tokens and passwords, how they are made, compared and hidden. Pure.
 */
@NullMarked
package ticketd.credential;

import org.jspecify.annotations.NullMarked;
