/**
 * What every door speaks, pure: the verbs and what each takes, field rules, the query grammar, JSON
 * both ways, error codes, texts in two languages.
 */
@NullMarked
package ticketd.wire;

import org.jspecify.annotations.NullMarked;
