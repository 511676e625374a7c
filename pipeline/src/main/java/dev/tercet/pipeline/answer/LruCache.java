package dev.tercet.pipeline.answer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What was made from a key, made once; of those used last a bounded number is kept.
 *
 * @param <K> the key
 * @param <V> what is made from it, immutable
 */
public final class LruCache<K, V> {
  private final Function<K, V> make;
  private final Map<K, V> made;

  /** Keeps {@code most} values, each made by {@code make}. */
  public LruCache(int most, Function<K, V> make) {
    this.make = make;
    made =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        };
  }

  /** The key's value; throws what making it throws. */
  public synchronized V of(K key) {
    V known = made.get(key);
    if (known == null) {
      known = make.apply(key);
      made.put(key, known);
    }
    return known;
  }
}
