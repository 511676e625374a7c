package dev.tercet.recovery;

import dev.tercet.saga.port.Embedder;
import java.util.List;

/** Vectors that tell texts apart, by a model of that name and length. */
record WordVectors(String model, int dimension) implements Embedder {

  @Override
  public List<Embedded> embed(List<String> texts, Purpose purpose) {
    return texts.stream().<Embedded>map(it -> new Embedded.Vector(vector(it))).toList();
  }

  private float[] vector(String text) {
    float[] vector = new float[dimension];
    vector[0] = 1;
    for (String word : text.split(" ", -1)) {
      vector[Math.floorMod(word.hashCode(), dimension)] += 1;
    }
    return vector;
  }
}
