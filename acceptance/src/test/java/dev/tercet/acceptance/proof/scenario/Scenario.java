package dev.tercet.acceptance.proof.scenario;

import java.util.Arrays;
import java.util.List;

/**
 * Something that happens to documents.
 *
 * @param name what
 * @param before how things stand when it begins; nothing goes wrong there
 * @param steps what happens, one process doing it all
 */
public record Scenario(String name, List<Step> before, List<Step> steps) {

  static Scenario scenario(String name, Step... steps) {
    return scenario(name, Arrays.asList(steps));
  }

  static Scenario scenario(String name, List<Step> steps) {
    return new Scenario(name, List.of(Run::start), steps);
  }

  static Before after(Step... steps) {
    return after(Arrays.asList(steps));
  }

  static Before after(List<Step> steps) {
    return new Before(Acts.plus(List.of(Run::start), steps));
  }

  /** How things stand when a scenario begins. */
  record Before(List<Step> steps) {
    Scenario then(String name, Step... what) {
      return then(name, Arrays.asList(what));
    }

    Scenario then(String name, List<Step> what) {
      return new Scenario(name, steps, what);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
