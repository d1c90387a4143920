"""Texts made ready: passages, stems, vectors, and nothing left of what leaves matching."""

import numpy as np
import pytest

from community.models import Need, ProfileKind, Solution, Status
from matching.encoders import default_encoder
from matching.models import Document, DocumentVector, EncoderVersion, Passage, PassageVector
from matching.queries.corpora import load_corpus, matchable_documents
from matching.services.documents import documents_to_encode, encode_documents, prepare_all, prepare_profile
from matching.services.encoders import configured_version, serve, serving_version
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_text_is_cut_in_sentences_that_stand_where_they_say(need: Need) -> None:
    need.text = "The bins overflow every Saturday before noon. On Sundays, gulls spread the cardboard around."
    need.save()
    prepare_profile(profile_id=need.pk)
    passages = Passage.objects.filter(document=need.pk, field="text")
    assert len(passages) == 2
    for passage in passages:
        assert need.text[passage.start : passage.end] == passage.text


def test_stored_vectors_are_those_of_the_encoder(need: Need, solution: Solution) -> None:
    for profile in (need, solution):
        prepare_profile(profile_id=profile.pk)
    corpus = load_corpus(matchable_documents([ProfileKind.NEED, ProfileKind.SOLUTION]), serving_version())
    assert [entry.id for entry in corpus.entries] == sorted([need.pk, solution.pk])
    texts = [passage.text for entry in corpus.entries for passage in entry.passages]
    expected = default_encoder().encode(texts)
    assert np.sum(expected * corpus.passage_vectors, axis=1) == pytest.approx(1, abs=1e-3)


def test_an_unchanged_text_is_left_alone(need: Need) -> None:
    prepare_profile(profile_id=need.pk)
    passages = list(Passage.objects.values_list("pk", flat=True))
    prepare_profile(profile_id=need.pk)
    assert list(Passage.objects.values_list("pk", flat=True)) == passages


def test_a_changed_text_replaces_its_passages_and_vectors(need: Need) -> None:
    prepare_profile(profile_id=need.pk)
    before = DocumentVector.objects.get().vector
    need.text = "Cyclists ride on the pavement because the lane stops at the bridge."
    need.save()
    prepare_profile(profile_id=need.pk)
    assert "Cyclists" in " ".join(Passage.objects.values_list("text", flat=True))
    assert "bins" not in " ".join(Passage.objects.filter(field="text").values_list("text", flat=True))
    assert DocumentVector.objects.get().vector != before


@pytest.mark.parametrize("leave", ["profile", "organisation", "closed", "inactive"])
def test_nothing_is_kept_of_a_text_that_leaves_matching(need: Need, leave: str) -> None:
    prepare_profile(profile_id=need.pk)
    organisation = need.organisation
    if leave == "profile":
        need.is_matched = False
    elif leave == "closed":
        need.status = Status.CLOSED
    elif leave == "organisation":
        organisation.is_matched = False
    else:
        organisation.is_active = False
    need.save()
    organisation.save()
    assert prepare_profile(profile_id=need.pk) is None
    for model in (Document, Passage, DocumentVector, PassageVector):
        assert not model.objects.exists()


def test_a_text_without_words_has_no_vector(need: Need) -> None:
    Need.objects.filter(pk=need.pk).update(title="…", text="?! – 😀😀 …", constraints="")
    prepare_profile(profile_id=need.pk)
    corpus = load_corpus(matchable_documents([ProfileKind.NEED]), serving_version())
    assert not corpus.vectors.any()
    assert np.isfinite(corpus.vectors).all()


def test_a_corpus_is_read_in_two_queries_whatever_its_size(django_assert_num_queries) -> None:
    version = configured_version()
    for count in (1, 29):
        for _ in range(count):
            factories.SolutionFactory.create()
        ids = list(Solution.objects.values_list("pk", flat=True))
        list(prepare_all(profile_ids=ids))
        with django_assert_num_queries(2):
            corpus = load_corpus(matchable_documents([ProfileKind.SOLUTION]), version)
    assert len(corpus) == 30


def test_a_new_encoder_serves_once_everything_is_encoded(need: Need, solution: Solution) -> None:
    old = EncoderVersion.objects.create(fingerprint="old", name="old", dimension=4, is_serving=True)
    for profile in (need, solution):
        prepare_profile(profile_id=profile.pk)
    new = configured_version()
    assert serving_version() == old
    assert documents_to_encode(new) == []
    serve(new)
    assert serving_version() == new
    assert not EncoderVersion.objects.filter(pk=old.pk).exists()


def test_only_what_is_missing_is_encoded(need: Need, solution: Solution) -> None:
    prepare_profile(profile_id=need.pk)
    prepare_profile(profile_id=solution.pk)
    version = configured_version()
    DocumentVector.objects.filter(document=need.pk).delete()
    assert [document.pk for document in documents_to_encode(version)] == [need.pk]
    encode_documents(documents_to_encode(version), version, default_encoder())
    assert documents_to_encode(version) == []
