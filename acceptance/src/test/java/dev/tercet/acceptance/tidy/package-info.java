/**
 * House rules that no compiler knows, as a test over every text file of the repository. A rule is
 * one class; {@link dev.tercet.acceptance.tidy.RuleBook} lists them and the exceptions from them.
 */
@NullMarked
package dev.tercet.acceptance.tidy;

import org.jspecify.annotations.NullMarked;
