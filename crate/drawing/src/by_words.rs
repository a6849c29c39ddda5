//! Texts that were read otherwise than the file's own words have it, once these are known to be honest: read again as the
//! words stand, and sizes added that were not found at all.

use crate::analysis::Source;
use crate::decode::Found;
use crate::text_layer::{Blend, OwnWords, Trust, missed};
use crate::texts::{Known, Texts};
use crate::{Annotation, Detection, DrawingError};
use draftlens_net::{Cancel, Network};
use std::sync::Arc;

impl<R: Network> Texts<'_, R> {
    /// Nothing happens where there are no words, or none that are believed. Returns what is new or has changed.
    pub(crate) async fn read_by_words(
        &mut self,
        founds: &mut Vec<Found>,
        cancel: &Cancel,
    ) -> Result<Vec<Annotation>, DrawingError> {
        let Some(words) = self.words.clone().filter(|_| self.trust().is_some_and(Trust::is_believed)) else {
            return Ok(Vec::new());
        };
        let mut changed = self.read_again(&words, founds, cancel).await?;
        changed.extend(self.add_missed(&words, founds, cancel).await?);
        let sheet = self.facts();
        let told = changed.iter().filter_map(|place| {
            let annotation = self.annotate(self.known.get(place)?, &sheet)?;
            Some(self.in_page(annotation, format!("p{place}")))
        });
        Ok(told.collect())
    }

    /// Texts in which words stand that they do not tell of: their lines or their direction may have been found wrongly.
    async fn read_again(
        &mut self,
        words: &Arc<OwnWords>,
        founds: &[Found],
        cancel: &Cancel,
    ) -> Result<Vec<u32>, DrawingError> {
        let used = self.used(words, founds);
        let mut again: Vec<(u32, Detection)> = Vec::new();
        for (place, _) in founds {
            let Some(known) = self.known.get(place) else { continue };
            let seen = words.seen_within(known.in_sheet.quad, &used);
            let is_left_out = seen.iter().any(|word| !used[word.order]);
            if is_left_out && let Some(anew) = words.set_anew(&known.in_sheet, &used) {
                again.push((*place, anew));
            }
        }
        let (places, anew): (Vec<u32>, Vec<Detection>) = again.into_iter().unzip();
        let mut changed = Vec::new();
        for (place, known) in places.into_iter().zip(self.look(anew, cancel).await?) {
            if self.is_told_by_words(&known) {
                self.known.insert(place, known);
                changed.push(place);
            }
        }
        Ok(changed)
    }

    /// Only what the pixels confirm is added; what was read there before, and not by words, goes.
    async fn add_missed(
        &mut self,
        words: &OwnWords,
        founds: &mut Vec<Found>,
        cancel: &Cancel,
    ) -> Result<Vec<u32>, DrawingError> {
        let in_sheet: Vec<&Detection> =
            founds.iter().filter_map(|(place, _)| Some(&self.known.get(place)?.in_sheet)).collect();
        let missed = missed(words, &self.used(words, founds), &in_sheet, self.sheet);
        let sheet = self.facts();
        let mut added = Vec::new();
        for (index, mut known) in (0..).zip(self.look(missed, cancel).await?) {
            let is_confirmed = |annotation: Annotation| {
                annotation.kind.is_measure() && annotation.source == Source::TextLayer && !annotation.unsure
            };
            if self.annotate(&known, &sheet).is_some_and(is_confirmed) {
                let quad = known.in_sheet.quad;
                founds.retain(|(place, _)| {
                    let other = self.known.get(place);
                    other.is_none_or(|other| {
                        self.is_told_by_words(other) || !quad.holds(other.in_sheet.quad.middle())
                    })
                });
                // Behind all places that the net can name.
                let place = u32::MAX - index;
                founds.push((place, known.in_sheet.scaled(self.scale)));
                // A cell of a frame that was missed reads like a size: somebody should look.
                known.is_by_words = true;
                self.known.insert(place, known);
                added.push(place);
            }
        }
        Ok(added)
    }

    /// Whether something was read from a word, by its order in the file.
    fn used(&self, words: &OwnWords, founds: &[Found]) -> Vec<bool> {
        let mut used = vec![false; words.count];
        let known = founds.iter().filter_map(|(place, _)| self.known.get(place));
        let own = known.flat_map(|known| known.own.iter().flatten());
        own.filter(|own| own.is_believable()).flat_map(Blend::words).for_each(|&order| used[order] = true);
        used
    }

    fn is_told_by_words(&self, known: &Known) -> bool {
        let is_whole = |own: &Option<Blend>| own.as_ref().is_some_and(Blend::is_believable);
        !known.own.is_empty()
            && known.own.iter().all(is_whole)
            && self.believed(known, self.trust()).is_of_words()
    }
}
