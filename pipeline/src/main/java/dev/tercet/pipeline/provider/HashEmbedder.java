package dev.tercet.pipeline.provider;

import dev.tercet.saga.port.Embedder;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * Vectors without a model, for load tests: every word is hashed to a few dimensions with a sign
 * (feature hashing; Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", 2009),
 * so that texts that share words are near each other. Deterministic; knows nothing of meaning.
 */
public final class HashEmbedder implements Embedder {
  /** The dimension that the default model has, too. */
  public static final int DEFAULT_DIMENSION = 384;

  /** Its model's name, or the beginning of it. */
  public static final String MODEL = "hash";

  private static final int DIMENSIONS_PER_WORD = 4;

  /** From here on a character has that many bytes in UTF-8. */
  private static final char TWO_BYTES = 0x80;

  private static final char THREE_BYTES = 0x800;

  private final int dimension;

  /** Vectors of that many numbers; at least 8. */
  public HashEmbedder(int dimension) {
    if (dimension < 8) {
      throw new IllegalArgumentException("a hash vector has at least 8 numbers, not " + dimension);
    }
    this.dimension = dimension;
  }

  /** Vectors of another length are those of another model: nobody may mix them. */
  @Override
  public String model() {
    return dimension == DEFAULT_DIMENSION ? MODEL : MODEL + "-" + dimension;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public List<Embedded> embed(List<String> texts, Purpose purpose) {
    return texts.stream().<Embedded>map(it -> new Embedded.Vector(vector(it))).toList();
  }

  private float[] vector(String text) {
    float[] vector = new float[dimension];
    String lower = text.toLowerCase(Locale.ROOT);
    var word = new CRC32C();
    boolean within = false;
    for (int at = 0; at < lower.length(); at++) {
      char unit = lower.charAt(at);
      if (Character.isLetterOrDigit(unit)) {
        within = true;
        update(word, unit);
      } else if (within) {
        within = false;
        add(vector, word.getValue());
        word.reset();
      }
    }
    if (within) {
      add(vector, word.getValue());
    }
    return normalised(vector, text);
  }

  /** The character's bytes in UTF-8, without a copy of the word; none of a word is a surrogate. */
  private static void update(CRC32C word, char unit) {
    if (unit < TWO_BYTES) {
      word.update(unit);
      return;
    }
    if (unit < THREE_BYTES) {
      word.update(0xc0 | unit >> 6);
    } else {
      word.update(0xe0 | unit >> 12);
      word.update(0x80 | (unit >> 6 & 0x3f));
    }
    word.update(0x80 | (unit & 0x3f));
  }

  private void add(float[] vector, long word) {
    long state = word;
    for (int i = 0; i < DIMENSIONS_PER_WORD; i++) {
      state = mixed(state);
      vector[(int) Long.remainderUnsigned(state, dimension)] += state < 0 ? -1 : 1;
    }
  }

  /** One step of SplitMix64 (Steele, Lea, Flood, 2014). */
  private static long mixed(long state) {
    long z = state + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  private float[] normalised(float[] vector, String text) {
    double square = 0;
    for (float it : vector) {
      square += it * it;
    }
    if (square == 0) {
      vector[Math.floorMod(text.hashCode(), dimension)] = 1;
      return vector;
    }
    float length = (float) Math.sqrt(square);
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= length;
    }
    return vector;
  }
}
