/**
 * Facts from passages by rules alone: no model, no network, the same answer every time.
 *
 * <h2>How a schema is read</h2>
 *
 * The schema describes one fact. Local references are followed, {@code allOf} is merged, and every
 * branch of {@code anyOf} or {@code oneOf} is a <i>shape</i> of its own (at most 32). A shape
 * without properties, and what the rules do not understand, yields no facts and no error.
 *
 * <h3>Mentions</h3>
 *
 * A shape whose {@code type} allows only the types of the {@linkplain
 * dev.tercet.pipeline.provider.rules.DefaultSchema default schema} and which has a string {@code
 * value} and nothing else but {@code normalized}, {@code kind} and {@code label} gives one fact per
 * value found in the passage. The quote is the value.
 *
 * <h3>Records</h3>
 *
 * Every other object shape gives one fact per record found. A property's values are recognised by,
 * in this order: {@code const} (taken as it is), {@code enum}, {@code format} ({@code date}, {@code
 * date-time}, {@code email}, {@code uri}), {@code pattern}, an object of a number and a currency,
 * the type ({@code number}, {@code integer}, {@code boolean}), then the property's name as the
 * vocabulary of labels knows it ({@code labels.txt}: invoice number, due date, customer, …);
 * anything else is the text under its label. Arrays collect values of their items; objects are read
 * one level deep.
 *
 * <ol>
 *   <li><b>Labels.</b> A property answers to its name, its title, its {@code x-labels}, and all
 *       labels that the vocabulary knows for these. {@code Label: value} lines, two-column tables
 *       and the cells of tables with a header are matched: an exact label first, then one that
 *       contains the property's words.
 *   <li><b>Records.</b> Lines belong to one record until a label that it has already used comes
 *       again. Every table row of which at least two cells match (or the only property) is a record
 *       of its own.
 *   <li><b>Without a label</b> a value is taken only when it has an unmistakable form (date,
 *       amount, e-mail, URL, phone, IBAN, document number, name, pattern) and no other property of
 *       the shape has that form, or when it is a required {@code enum}. It comes from the record's
 *       own part of the passage. Where no label matches at all, such values alone make records; a
 *       form that comes again begins the next one.
 *   <li><b>Only whole facts.</b> A record lacking a required property is dropped; so is, first,
 *       every optional value that the schema refuses. At least one labelled value or two others are
 *       needed. The quote is the smallest span over all values used.
 * </ol>
 *
 * <h3>Entities</h3>
 *
 * {@link dev.tercet.pipeline.provider.rules.EntityFinder} names what a fact's data mentions,
 * whoever found the fact. {@code "x-entity": "<type>"} at a property makes its value an entity of
 * that type.
 */
@NullMarked
package dev.tercet.pipeline.provider.rules;

import org.jspecify.annotations.NullMarked;
