package dev.tercet.pipeline.search;

import java.util.List;

/** The collections in which living passages may have their points, besides the current one. */
public interface OtherCollections {
  /** No other, and nothing under way. */
  OtherCollections ONE =
      new OtherCollections() {
        @Override
        public List<OtherCollection> others() {
          return List.of();
        }

        @Override
        public boolean arePartial() {
          return false;
        }
      };

  /** Those that are asked besides; a change may be known some moments later. */
  List<OtherCollection> others();

  /**
   * True while a collection is being refilled or converted, so that passages may be missing. Known
   * from before the first of them is: whoever asks after the points is told the truth about them.
   */
  boolean arePartial();
}
