/**
 * The contract between doors and store: what a door may ask of the desk, and what it is answered.
 * Changes are messages, which get their order in one place; reads are made beside it.
 */
@NullMarked
package ticketd.desk;

import org.jspecify.annotations.NullMarked;
