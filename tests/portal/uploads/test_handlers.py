"""Large uploads leave no temporary file behind."""

from django.core.files.storage import FileSystemStorage

from portal.uploads.handlers import UnnamedFileUploadHandler


def test_upload_has_no_name_in_the_file_system(tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "temporary"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    handler = UnnamedFileUploadHandler()
    handler.new_file("file", "report.pdf", "application/pdf", 6)
    handler.receive_data_chunk(b"abc", 0)
    handler.receive_data_chunk(b"def", 3)
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == []
    upload = handler.file_complete(6)
    assert (upload.name, upload.size, upload.read()) == ("report.pdf", 6, b"abcdef")
    storage = FileSystemStorage(tmp_path / "files")
    with storage.open(storage.save("kept.pdf", upload)) as file:
        assert file.read() == b"abcdef"
    upload.close()


def test_interrupted_upload_is_closed(tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    handler = UnnamedFileUploadHandler()
    handler.upload_interrupted()
    handler.new_file("file", "report.pdf", "application/pdf", 6)
    handler.upload_interrupted()
    assert handler.file.closed
