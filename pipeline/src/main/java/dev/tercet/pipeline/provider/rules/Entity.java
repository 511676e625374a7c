package dev.tercet.pipeline.provider.rules;

/**
 * A thing that a fact mentions and that other facts may mention, too.
 *
 * @param type {@code person}, {@code organisation}, {@code name}, {@code email}, {@code phone},
 *     {@code url}, {@code identifier}, or what the schema's {@code x-entity} says
 * @param name as the fact has it, white space folded
 * @param key equal for equal things of one type: NFKC, case-folded, white space folded
 */
public record Entity(String type, String name, String key) {}
