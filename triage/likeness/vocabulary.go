package likeness

import (
	"strings"
	"sync"
)

// The lists below are folded as wordsOf folds: without accents, i for y.

// shortForms are written so in chats and by officers.
var shortForms = sync.OnceValue(func() map[string][]string {
	forms := map[string][]string{}
	for short, long := range map[string]string{
		"ko": "khong", "k": "khong", "kg": "khong", "hok": "khong", "kh": "khong", "dc": "duoc", "đc": "duoc", "dk": "duoc",
		"vks": "vien kiem sat", "vksnd": "vien kiem sat nhan dan", "ca": "cong an", "cqdt": "co quan dieu tra", "csdt": "canh sat dieu tra",
		"tand": "toa an nhan dan", "ubnd": "uy ban nhan dan", "tha": "thi hanh an", "thads": "thi hanh an dan su", "dtv": "dieu tra vien",
		"ktv": "kiem tra vien", "ksv": "kiem sat vien", "chv": "chap hanh vien", "qd": "quiet dinh", "bb": "bien ban", "gd": "gia dinh",
		"tp": "thanh pho", "p": "phuong", "x": "xa", "h": "huien", "ng": "nguoi", "vs": "voi", "j": "gi", "cty": "cong ti",
		"tr": "trieu", "ck": "chong", "vk": "vo", "xm": "xe may", "sdt": "dien thoai", "dt": "dien thoai", "ntn": "nhu the nao", "bit": "biet",
		"wa": "qua", "r": "roi", "ah": "a", "m": "minh", "mk": "minh", "cb": "can bo", "gcn": "giai chung nhan", "kn": "khieu nai", "tc": "to cao",
	} {
		forms[short] = strings.Fields(strings.ReplaceAll(long, "y", "i"))
	}
	return forms
})

// formulas are phrases of every petition, the long ones first.
var formulas = sync.OnceValue(func() [][]string {
	var all [][]string
	for _, f := range []string{
		"cong hoa xa hoi chu nghia viet nam", "doc lap tu do hanh phuc", "kinh gui vien kiem sat nhan dan", "kinh gui quy co quan",
		"kinh gui cac co quan chuc nang", "don khieu nai", "don to cao", "don de nghi", "don trinh bay",
		"toi xin cam doan nhung loi trinh bay tren la dung su that", "toi xin cam doan noi dung tren la dung su that",
		"toi xin hoan toan chiu trach nhiem truoc phap luat", "neu sai toi xin hoan toan chiu trach nhiem", "toi xin chiu trach nhiem truoc phap luat",
		"toi xin chan thanh cam on", "xin chan thanh cam on", "toi xin cam on", "tran trong cam on", "rat mong quy vien xem xet", "rat mong duoc xem xet giai quyet",
		"kinh mong quy vien xem xet giai quyet", "de nghi vien kiem sat xem xet giai quyet", "mong vien kiem sat xem xet giai quyet theo quy dinh cua phap luat",
		"theo quy dinh cua phap luat", "de nghi quy vien xem xet", "kinh de nghi quy vien xem xet giai quyet", "nay toi lam don nay",
		"toi lam don nay", "toi viet don nay", "toi ten la", "ten toi la", "sinh nam", "hien dang cu tru tai", "thuong tru tai", "dia chi", "so dien thoai", "so can cuoc cong dan", "so can cuoc",
		"xin chao", "kinh chao quy vien", "bao ve quyen va loi ich hop phap cua toi", "quyen va loi ich hop phap",
	} {
		all = append(all, strings.Fields(strings.ReplaceAll(f, "y", "i")))
	}
	return all
})

// emptyWords carry no meaning of their own, or stand in every petition.
var emptyWords = sync.OnceValue(func() map[string]struct{} {
	all := map[string]struct{}{}
	for _, w := range strings.Fields(`
		toi la cua va co khong duoc da den nay cho voi ve tu tai trong ngoai tren duoi mot cac nhung nhieu cung thi ma nhung vi nen do de
		khi luc sau truoc van chua dang se phai bi hay hoac neu thi day do kia ai gi nao sao dau rat qua lam het con cai chi anh em ong ba
		bac chu co chau minh ho chung ta nguoi viec don khieu nai to cao de nghi kien trinh bay xem xet giai quyet vien kiem sat nhan dan
		quy phap luat theo dinh quyet so ngay thang nam lan hom qua vay roi ra vao len xuong lai moi bao nhieu gio cung deu gui nhan xin
		mong kinh cam on biet noi hoi thay duong nhu the nua hon gia dinh nha tinh huyen xa phuong thanh pho thon ban khu to
		cong an co quan can canh sat tra vu an toa tham phan thi hanh chap uy chu tich ho giay trieu dong ti nghin ban tinh ngan huong dan thu tuc`) {
		all[strings.ReplaceAll(w, "y", "i")] = struct{}{}
	}
	return all
})

// surnames begin nearly every name of a Kinh person and many of others.
var surnames = sync.OnceValue(func() map[string]struct{} {
	all := map[string]struct{}{}
	for _, w := range strings.Fields(`
		nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh trinh doan truong luong mai dao to lam cao ha chu ta
		thai quach la phung kieu luu vuong tang bach hua giang nong lo vang giang trieu sung ma lu deo ksor rcom hmok nie y siu kpa ro`) {
		all[strings.ReplaceAll(w, "y", "i")] = struct{}{}
	}
	return all
})

// titles stand before the names of people.
var titles = sync.OnceValue(func() map[string]struct{} {
	all := map[string]struct{}{}
	for _, w := range strings.Fields(`ong ba anh chi bac chu co em chau thay vien bo dong`) {
		all[w] = struct{}{}
	}
	return all
})

// posts are what people complained of are, beside their names.
var posts = sync.OnceValue(func() map[string]struct{} {
	all := map[string]struct{}{}
	for _, w := range strings.Fields(`
		ong ba anh chi bac chu co em dieu tra vien can bo thu truong pho cap kiem sat chap hanh tham phan chanh an thu ki giam thi quan giao
		truong dong chi chien si dai uy ta thuong trung thieu hang xom toi`) {
		all[w] = struct{}{}
	}
	return all
})
