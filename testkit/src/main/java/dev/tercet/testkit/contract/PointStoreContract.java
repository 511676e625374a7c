package dev.tercet.testkit.contract;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** What every point store must keep; the rules stand in the interfaces it joins. */
@Timeout(60)
public abstract class PointStoreContract
    implements CollectionRules, FencingRules, VectorRules, ScrollRules, SearchRules {
  private @Nullable FreshPoints points;

  /** A store whose collection does not exist. */
  protected abstract FreshPoints freshPoints();

  @BeforeEach
  void openPoints() {
    points = freshPoints();
  }

  @AfterEach
  void closePoints() {
    if (points != null) {
      points.close();
    }
  }

  @Override
  public FreshPoints points() {
    if (points == null) {
      throw new IllegalStateException("no test is running");
    }
    return points;
  }
}
