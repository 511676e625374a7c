package dev.tercet.pipeline.provider;

import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.Embedder;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Tells models that want to know it, such as E5 and BGE, what a text is embedded for, by words
 * before it.
 *
 * <p>Another prefix of passages gives other vectors and is therefore another model, whose name says
 * so; passages are converted to it. Queries are not stored, so their prefix is no part of the name.
 */
public final class PrefixedEmbedder implements Embedder {
  private static final int SHOWN = 8;
  private static final Pattern MARK =
      Pattern.compile("-p[0-9a-f]{%d}(?=(-[0-9]+)?$)".formatted(SHOWN));

  private final Embedder embedder;
  private final Prefixes prefixes;
  private final String model;

  /** What stands before each text; empty for nothing. */
  public record Prefixes(String query, String passage) {
    /** Nothing. */
    public static final Prefixes NONE = new Prefixes("", "");
  }

  /** The name of the model itself, of whatever prefix. */
  public static String unprefixed(String model) {
    return MARK.matcher(model).replaceFirst("");
  }

  private PrefixedEmbedder(Embedder embedder, Prefixes prefixes) {
    this.embedder = embedder;
    this.prefixes = prefixes;
    model = named(embedder.model(), embedder.dimension(), prefixes.passage());
  }

  /** The embedder with these prefixes; itself without any. */
  public static Embedder of(Embedder embedder, Prefixes prefixes) {
    return prefixes.equals(Prefixes.NONE) ? embedder : new PrefixedEmbedder(embedder, prefixes);
  }

  /** The name of a model with a prefix of passages; a dimension at its end stays there. */
  private static String named(String model, int dimension, String passagePrefix) {
    if (passagePrefix.isEmpty()) {
      return model;
    }
    String suffix = "-" + dimension;
    String mark = "-p" + Fingerprint.of(passagePrefix).hex().substring(0, SHOWN);
    return model.endsWith(suffix)
        ? model.substring(0, model.length() - suffix.length()) + mark + suffix
        : model + mark;
  }

  @Override
  public String model() {
    return model;
  }

  @Override
  public int dimension() {
    return embedder.dimension();
  }

  @Override
  public List<Embedded> embed(List<String> texts, Purpose purpose) {
    String prefix =
        switch (purpose) {
          case QUERY -> prefixes.query();
          case PASSAGE -> prefixes.passage();
        };
    return embedder.embed(texts.stream().map(prefix::concat).toList(), purpose);
  }

  @Override
  public void close() {
    embedder.close();
  }
}
