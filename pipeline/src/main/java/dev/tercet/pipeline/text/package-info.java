/**
 * Cuts documents into passages and keeps their offsets honest: pure functions of text, no store, no
 * network.
 *
 * <p>Offsets are Unicode code points unless a name says {@code Char}, then they are UTF-16 units of
 * a Java string.
 */
@NullMarked
package dev.tercet.pipeline.text;

import org.jspecify.annotations.NullMarked;
